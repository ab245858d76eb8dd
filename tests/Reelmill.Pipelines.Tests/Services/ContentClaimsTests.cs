using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Tests.Services;

public sealed class ContentClaimsTests
{
    private const string Content = "0123456789abcdef0123";

    private readonly ContentClaims _claims = new();

    [Fact]
    public async Task The_second_item_waits_and_learns_which_input_had_the_content()
    {
        (await ClaimAsync("/a.mp4")).ShouldBeNull();
        var waiting = ClaimAsync("/b.mp4").AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        await _claims.SettleAsync("mine", Content, done: true);

        (await waiting).ShouldBe("/a.mp4");
    }

    [Fact]
    public async Task The_second_item_does_the_work_when_the_first_failed()
    {
        await ClaimAsync("/a.mp4");
        var waiting = ClaimAsync("/b.mp4").AsTask();
        await _claims.SettleAsync("mine", Content, done: false);

        (await waiting).ShouldBeNull();
        var third = ClaimAsync("/c.mp4").AsTask();
        third.IsCompleted.ShouldBeFalse();
        await _claims.SettleAsync("mine", Content, done: true);
        (await third).ShouldBe("/b.mp4");
    }

    [Fact]
    public async Task An_item_with_another_recipe_for_the_same_content_waits_and_does_its_own_work()
    {
        await ClaimAsync("/a.mp4");
        var waiting = ClaimAsync("/b.mp4", "every 2s").AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        await _claims.SettleAsync("mine", Content, done: true);

        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task An_action_on_a_content_runs_immediately_or_when_its_claim_is_settled()
    {
        var done = new List<string>();
        Task RunAsync(string name) => _claims.RunWhenFreeAsync("mine", Content, () => Task.Run(() => done.Add(name)));
        await RunAsync("free");
        await ClaimAsync("/a.mp4");
        await RunAsync("first");
        await RunAsync("second");
        done.ShouldBe(["free"]);

        await _claims.SettleAsync("mine", Content, done: true);

        done.ShouldBe(["free", "first", "second"]);
        (await ClaimAsync("/b.mp4")).ShouldBeNull();
    }

    [Fact]
    public async Task Pipelines_do_not_wait_for_each_other()
    {
        await ClaimAsync("/a.mp4");

        (await _claims.ClaimAsync("hls", Content, "every 1s", "/a.mp4", CancellationToken.None)).ShouldBeNull();
    }

    private ValueTask<string?> ClaimAsync(string source, string recipe = "every 1s") => _claims.ClaimAsync("mine", Content, recipe, source, CancellationToken.None);
}
