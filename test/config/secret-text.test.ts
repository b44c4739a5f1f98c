import { describe, expect, test } from 'vitest';
import { isSecret } from '../../src/config/secret-text.ts';

describe('a secret in plain text', () => {
  test.each([
    ['DB_PASSWORD', 'hunter2'],
    ['DB_PASS', 'hunter2'],
    ['SMTP_USER_PWD', 'hunter2'],
    ['PGPASSWORD', '12345'],
    ['MYSQL_PWD', 'hunter2'],
    ['database__connection__password', 'hunter2'],
    ['mailPassword', 'hunter2'],
    ['SECRET_KEY_BASE', '0011'],
    ['STRIPE_APIKEY', 'sk_1'],
    ['API_TOKEN', 'abc'],
    ['LEVEL', 'amqp://user:hunter2@mq:5672'],
    ['DATABASE_URL', 'postgres://$(DB_USER):hunter2@db/shop'],
    ['ConnectionStrings__Catalog', 'Server=db;Database=Catalog;User Id=sa;Password=x'],
    ['DATABASE_DSN', 'host=db user=app password=hunter2 dbname=app'],
  ])('is recognized: %s=%s', (variable, value) => {
    expect(isSecret(variable, value)).toBe(true);
  });

  test.each([
    ['OIDC_TOKEN_URI', 'https://id.example.com/token'],
    ['OAUTH_TOKEN_ENDPOINT', '/token'],
    ['DISABLE_PASSWORD_LOGIN', '1'],
    ['PASSWORD_LOGIN', 'false'],
    ['S3_KEY_PREFIX', 'uploads/'],
    ['MIN_PASSWORD_SCORE', '3'],
    ['AWS_ACCESS_KEY_ID', 'AKIA'],
    ['TOKEN_TTL', '3600'],
    ['PASSWORD', ''],
    ['PWD_FILE', '/run/secrets/x'],
    ['DATABASE_URL', 'postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):5432/shop?sslmode=disable'],
    ['RABBITMQ_PASSWORD', '$(MQ_PASSWORD)'],
    ['COMPASS', 'north'],
    ['DATABASE_DSN', 'host=db user=app password=$(DB_PASSWORD) dbname=app'],
  ])('is not assumed: %s=%s', (variable, value) => {
    expect(isSecret(variable, value)).toBe(false);
  });
});
