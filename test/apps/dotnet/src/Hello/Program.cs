var app = WebApplication.Create(args);
app.MapGet("/healthz", () => "ok\n");
app.MapGet("/", () => Hello.Greeting.Text);
app.Run();

namespace Hello
{
    public static class Greeting
    {
        public const string Text = "hello\n";
    }
}
