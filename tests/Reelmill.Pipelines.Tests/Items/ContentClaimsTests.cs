using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class ContentClaimsTests
{
    private const string Content = "0123456789abcdef0123";

    private static readonly Recipe Recipe = new([]);

    [Fact]
    public async Task The_second_item_waits_and_is_told_whose_content_it_is()
    {
        var claims = new ContentClaims();
        var (first, second) = (Item("/a.mp4"), Item("/b.mp4"));

        (await claims.ClaimAsync("mine", Recipe, Content, first, CancellationToken.None)).ShouldBeNull();
        var waiting = claims.ClaimAsync("mine", Recipe, Content, second, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        claims.Settle(first, done: true);

        (await waiting).ShouldBe("/a.mp4");
    }

    [Fact]
    public async Task The_second_item_does_the_work_when_the_first_failed()
    {
        var claims = new ContentClaims();
        var (first, second) = (Item("/a.mp4"), Item("/b.mp4"));

        await claims.ClaimAsync("mine", Recipe, Content, first, CancellationToken.None);
        var waiting = claims.ClaimAsync("mine", Recipe, Content, second, CancellationToken.None).AsTask();
        claims.Settle(first, done: false);

        (await waiting).ShouldBeNull();
        second.Claimed.ShouldBe(("mine", Content));
    }

    [Fact]
    public async Task Another_try_of_an_item_still_has_its_claim()
    {
        var claims = new ContentClaims();
        var item = Item("/a.mp4");

        await claims.ClaimAsync("mine", Recipe, Content, item, CancellationToken.None);

        (await claims.ClaimAsync("mine", Recipe, Content, item, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_item_that_becomes_something_else_of_the_same_content_waits_and_does_its_own_work()
    {
        var claims = new ContentClaims();
        var (first, second) = (Item("/a.mp4"), Item("/b.mp4"));

        await claims.ClaimAsync("mine", Recipe, Content, first, CancellationToken.None);
        var waiting = claims.ClaimAsync("mine", Recipe.With([new("every", "2s")]), Content, second, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        claims.Settle(first, done: true);

        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task Pipelines_do_not_wait_for_each_other()
    {
        var claims = new ContentClaims();

        await claims.ClaimAsync("mine", Recipe, Content, Item("/a.mp4"), CancellationToken.None);

        (await claims.ClaimAsync("hls", Recipe, Content, Item("/a.mp4"), CancellationToken.None)).ShouldBeNull();
    }

    private static PipelineItem Item(string path) => new(path, new MediaInput(path, InputKind.File, MediaInput.NoMetadata));
}
