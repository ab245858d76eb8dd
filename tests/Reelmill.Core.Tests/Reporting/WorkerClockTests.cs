using Reelmill.Core.Reporting;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Reporting;

public sealed class WorkerClockTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Time_is_split_into_busy_starved_and_blocked_and_adds_up()
    {
        var clock = new WorkerClock(_time);
        clock.Read(_time.GetTimestamp()).ShouldBe(default);
        clock.Start();
        Pass(1);
        clock.Starve();
        Pass(2);
        clock.Resume();
        Pass(4);
        clock.Block();
        Pass(8);
        clock.Read(_time.GetTimestamp()).ShouldBe(new WorkerTimes(5, 2, 8), "a current wait counts");
        clock.Resume();
        Pass(16);
        clock.Read(_time.GetTimestamp()).ShouldBe(new WorkerTimes(21, 2, 8));
    }

    [Fact]
    public void A_worker_that_has_ended_counts_as_starved()
    {
        var clock = new WorkerClock(_time);
        clock.Start();
        Pass(1);
        clock.Starve();
        Pass(9);
        clock.Read(_time.GetTimestamp()).ShouldBe(new WorkerTimes(1, 9, 0));
    }

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
