<?php

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

$page = Hello\Pages::at(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
http_response_code($page === null ? 404 : 200);
header('Content-Type: text/plain');
echo $page ?? "not found\n";
