using Reelmill.Server.Library;

namespace Reelmill.Server.Tests.Library;

public sealed class ImageCacheTests
{
    [Fact]
    public void The_least_recently_used_image_is_evicted_first_and_the_limit_is_never_exceeded()
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
