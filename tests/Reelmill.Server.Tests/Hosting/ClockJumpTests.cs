using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Library.Webhooks;
using Reelmill.Server.Access;
using Reelmill.Server.Http;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Hosting;

public sealed class ClockJumpTests : IDisposable
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _elapsing = new();
    private readonly JumpingClock _clock;

    public ClockJumpTests() => _clock = new JumpingClock(_elapsing);

    public static TheoryData<int> Directions => [1, -1];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Directions))]
    public void Ages_follow_the_monotonic_clock(int direction)
    {
        var clock = new MonotonicClock(_clock);
        var before = clock.NowMs;
        _clock.Jump(Year * direction);
        _elapsing.Advance(TimeSpan.FromHours(1));
        (clock.NowMs - before).ShouldBe((long)TimeSpan.FromHours(1).TotalMilliseconds);
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void A_clock_jump_does_not_change_the_length_of_a_session(int direction)
    {
        var sessions = new Sessions(_clock);
        var (token, _) = sessions.Begin(new ApiKey("key", "key", "", AccessScope.Read, 0, null, null, null));
        _clock.Jump(Year * direction);
        sessions.FindKeyId(token).ShouldBe("key");
        _elapsing.Advance(TimeSpan.FromDays(6));
        sessions.FindKeyId(token).ShouldBe("key");
        _elapsing.Advance(TimeSpan.FromDays(2));
        sessions.FindKeyId(token).ShouldBeNull();
    }

    [Fact]
    public async Task A_pending_message_is_sent_after_the_clock_was_set_back()
    {
        await using var catalog = SqliteCatalog.Open(_folder["library"], _clock);
        var store = new WebhookStore(catalog);
        await catalog.SetAsync("any", "thing");
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        WebhookStore.IsDue(now + 1000, now).ShouldBeFalse();
        WebhookStore.IsDue(now + (long)Year.TotalMilliseconds, now).ShouldBeTrue();
        (await store.NextDueAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task The_latest_run_and_job_stay_the_latest_when_the_clock_is_set_back()
    {
        await using var catalog = SqliteCatalog.Open(_folder["library"], _clock);
        var jobs = new JobStore(catalog);
        var first = jobs.NewId();
        await catalog.BeginRunAsync("mine", "{}");
        _clock.Jump(-Year);
        var last = await catalog.BeginRunAsync("hls", "{}");
        (await catalog.FindLastRunAsync())!.Id.ShouldBe(last);
        string.CompareOrdinal(jobs.NewId()[..18], first[..18]).ShouldBeGreaterThanOrEqualTo(0);
    }
}
