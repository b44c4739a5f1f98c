<?php

declare(strict_types=1);

namespace Hello;

final class Pages
{
    private const PAGES = ['/healthz' => "ok\n", '/' => "hello\n"];

    /** The page at a path; null: there is none. */
    public static function at(string $path): ?string
    {
        return self::PAGES[$path] ?? null;
    }
}
