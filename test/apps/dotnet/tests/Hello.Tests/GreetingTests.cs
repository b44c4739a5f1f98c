using Xunit;

namespace Hello.Tests;

public class GreetingTests
{
    [Fact]
    public void SaysHello() => Assert.Equal("hello\n", Greeting.Text);
}
