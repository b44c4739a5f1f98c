<?php

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

foreach (['/healthz' => "ok\n", '/' => "hello\n", '/nothing' => null] as $path => $want) {
    $page = Hello\Pages::at($path);
    if ($page !== $want) {
        fwrite(STDERR, "$path: " . var_export($page, true) . ', want ' . var_export($want, true) . "\n");
        exit(1);
    }
}
echo "3 pages\n";
