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
    public void Ages_go_by_what_has_elapsed(int direction)
    {
        var steady = new SteadyClock(_clock);
        var before = steady.NowMs;
        _clock.Jump(Year * direction);
        _elapsing.Advance(TimeSpan.FromHours(1));
        (steady.NowMs - before).ShouldBe((long)TimeSpan.FromHours(1).TotalMilliseconds);
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void A_session_lasts_as_long_as_it_was_meant_to(int direction)
    {
        var sessions = new Sessions(_clock);
        var (token, _) = sessions.Begin(new ApiKey("key", "key", "", AccessScope.Read, 0, null, null, null));
        _clock.Jump(Year * direction);
        sessions.KeyOf(token).ShouldBe("key");
        _elapsing.Advance(TimeSpan.FromDays(6));
        sessions.KeyOf(token).ShouldBe("key");
        _elapsing.Advance(TimeSpan.FromDays(2));
        sessions.KeyOf(token).ShouldBeNull();
    }

    [Fact]
    public async Task A_message_that_waits_is_sent_when_the_clock_was_set_back()
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
    public async Task The_last_run_and_the_last_job_stay_the_last_when_the_clock_is_set_back()
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
