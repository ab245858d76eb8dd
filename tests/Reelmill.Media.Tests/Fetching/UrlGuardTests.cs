using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Media.Tests.Fetching;

public sealed class UrlGuardTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("videos/a.mp4")]
    [InlineData("-i")]
    [InlineData("--exec=touch /tmp/x")]
    [InlineData("//example.com/a.mp4")]
    [InlineData("/etc/passwd")]
    [InlineData("example.com/a.mp4")]
    [InlineData("http://")]
    [InlineData("http:///a.mp4")]
    [InlineData("http://user:secret@example.com/a.mp4")]
    [InlineData("http://user@example.com/a.mp4")]
    [InlineData("ftp://example.com/a.mp4")]
    [InlineData("gopher://example.com/")]
    [InlineData("data:video/mp4;base64,AAAA")]
    [InlineData("file:///etc/passwd")]
    [InlineData("concat:http://example.com/a|http://example.com/b")]
    [InlineData("pipe:0")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://example.com/a\r\nHost: evil")]
    [InlineData("http://example.com/\0.mp4")]
    [InlineData("http://exa\tmple.com/")]
    [InlineData("http://example.com:99999/")]
    public void Text_that_is_not_a_plain_HTTP_URL_is_refused(string text)
    {
        var failure = Should.Throw<ItemException>(() => UrlGuard.Check(text));
        failure.Code.ShouldBe(FetchCodes.BadInput);
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public void A_URL_of_8_KiB_is_accepted_and_a_longer_one_is_refused()
    {
        var longest = "http://example.com/".PadRight(UrlGuard.MaxBytes, 'a');
        UrlGuard.Check(longest).AbsoluteUri.Length.ShouldBe(UrlGuard.MaxBytes);
        Should.Throw<ItemException>(() => UrlGuard.Check(longest + "a"));
    }

    [Theory]
    [InlineData("HTTP://Example.COM:80/a/../b.mp4#t=10", "http://example.com/b.mp4")]
    [InlineData("https://example.com", "https://example.com/")]
    [InlineData("https://example.com/a b.mp4?x=1&y=ü", "https://example.com/a%20b.mp4?x=1&y=%C3%BC")]
    [InlineData("http://bücher.example/", "http://xn--bcher-kva.example/")]
    [InlineData("http://example.com./a", "http://example.com/a")]
    [InlineData("http://2130706433/", "http://127.0.0.1/")]
    [InlineData("http://0x7f.1/", "http://127.0.0.1/")]
    [InlineData("http://[::1]:8080/a", "http://[::1]:8080/a")]
    public void A_URL_is_normalized_to_one_form(string text, string canonical) => UrlGuard.Check(text).AbsoluteUri.ShouldBe(canonical);

    [Fact]
    public void Normalizing_a_URL_is_idempotent() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text =>
        {
            try
            {
                var once = UrlGuard.Check("http://example.com/" + text.Get);
                return UrlGuard.Check(once.AbsoluteUri) == once && once.Fragment.Length == 0;
            }
            catch (ItemException e)
            {
                return e.Code == FetchCodes.BadInput;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_refusal_reveals_neither_credentials_nor_query_values()
    {
        var failure = Should.Throw<ItemException>(() => UrlGuard.Check("http://user:hunter2@example.com/a?token=s3cret"));
        failure.Message.ShouldNotContain("hunter2");
        failure.Message.ShouldNotContain("s3cret");
        failure.Message.ShouldContain("http://example.com/a?...");
    }
}
