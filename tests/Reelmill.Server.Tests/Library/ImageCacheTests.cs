using Reelmill.Server.Library;

namespace Reelmill.Server.Tests.Library;

public sealed class ImageCacheTests
{
    [Fact]
    public void What_nobody_asked_for_the_longest_goes_first_and_the_bound_is_never_passed()
    {
        var cache = new ImageCache(10);
        cache.Add("a", new byte[4]);
        cache.Add("b", new byte[4]);
        cache.Find("a").ShouldNotBeNull();

        cache.Add("c", new byte[4]);
        cache.Add("too large", new byte[11]);

        cache.Find("b").ShouldBeNull();
        cache.Find("too large").ShouldBeNull();
        cache.Find("a").ShouldNotBeNull();
        cache.Find("c").ShouldNotBeNull();
        cache.Bytes.ShouldBe(8);
    }
}
