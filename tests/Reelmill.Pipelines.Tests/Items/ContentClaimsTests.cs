using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class ContentClaimsTests
{
    private const string Content = "0123456789abcdef0123";

    [Fact]
    public async Task The_second_item_waits_and_is_told_whose_content_it_is()
    {
        var claims = new ContentClaims();
        var (first, second) = (Item("/a.mp4"), Item("/b.mp4"));

        (await claims.ClaimAsync(Content, first, CancellationToken.None)).ShouldBeNull();
        var waiting = claims.ClaimAsync(Content, second, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        claims.Settle(first, done: true);

        (await waiting).ShouldBe("/a.mp4");
    }

    [Fact]
    public async Task The_second_item_does_the_work_when_the_first_failed()
    {
        var claims = new ContentClaims();
        var (first, second) = (Item("/a.mp4"), Item("/b.mp4"));

        await claims.ClaimAsync(Content, first, CancellationToken.None);
        var waiting = claims.ClaimAsync(Content, second, CancellationToken.None).AsTask();
        claims.Settle(first, done: false);

        (await waiting).ShouldBeNull();
        second.Claimed.ShouldBe(Content);
    }

    [Fact]
    public async Task Another_try_of_an_item_still_has_its_claim()
    {
        var claims = new ContentClaims();
        var item = Item("/a.mp4");

        await claims.ClaimAsync(Content, item, CancellationToken.None);

        (await claims.ClaimAsync(Content, item, CancellationToken.None)).ShouldBeNull();
    }

    private static PipelineItem Item(string path) => new(path, new MediaInput(path, InputKind.File, MediaInput.NoMetadata));
}
