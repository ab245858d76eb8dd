using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Http;

namespace Reelmill.Media.Tests.Fetching.Http;

public sealed class RedirectTests
{
    [Theory]
    [InlineData("http://a.example/x/y", "z", "http://a.example/x/z")]
    [InlineData("http://a.example/x/y", "/z#part", "http://a.example/z")]
    [InlineData("http://a.example/x", "//b.example/z", "http://b.example/z")]
    [InlineData("http://a.example/x", "https://b.example/z", "https://b.example/z")]
    [InlineData("https://a.example/x", "https://b.example/z", "https://b.example/z")]
    public void A_redirect_resolves_as_in_a_browser(string from, string location, string to) =>
        HttpRequests.ResolveRedirect(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)).AbsoluteUri.ShouldBe(to);

    [Theory]
    [InlineData("https://a.example/x", "http://a.example/x")]
    [InlineData("https://a.example/x", "http://b.example/")]
    [InlineData("http://a.example/x", "http://user:secret@a.example/")]
    [InlineData("http://a.example/x", "gopher://a.example/")]
    public void A_redirect_from_https_to_http_is_refused(string from, string location)
    {
        var failure = Should.Throw<ItemException>(() => HttpRequests.ResolveRedirect(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)));
        failure.Code.ShouldBe(FetchCodes.BadRedirect);
        failure.Message.ShouldNotContain("secret");
    }
}
