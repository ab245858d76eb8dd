using Reelmill.Media.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

public sealed class HostGateTests : IDisposable
{
    private static readonly Uri Here = new("http://here.example/a");
    private readonly ManualTimeProvider _time = new();
    private readonly HostSlots _slots = new();
    private readonly FetchDeadline _deadline;

    public HostGateTests() => _deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task Downloads_at_one_host_never_exceed_the_limit()
    {
        var gate = new HostGate(2, _slots);
        var first = await gate.EnterAsync(Here, _deadline, default);
        await gate.EnterAsync(new Uri("https://HERE.example:8443/b"), _deadline, default);
        var third = gate.EnterAsync(Here, _deadline, default);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Two_jobs_share_the_slots_of_a_host_in_order_of_arrival()
    {
        var (one, two) = (new HostGate(2, _slots), new HostGate(1, _slots));
        var first = await one.EnterAsync(Here, _deadline, default);
        var second = two.EnterAsync(Here, _deadline, default);
        var third = one.EnterAsync(Here, _deadline, default);
        (second.IsCompleted, third.IsCompleted).ShouldBe((false, false));
        first.Dispose();
        var slot = await second;
        (await third).Dispose();
        slot.Dispose();
    }

    [Fact]
    public async Task A_canceled_waiter_lets_later_waiters_in()
    {
        using var stop = new CancellationTokenSource();
        var slot = await new HostGate(2, _slots).EnterAsync(Here, _deadline, default);
        var first = new HostGate(1, _slots).EnterAsync(Here, _deadline, stop.Token);
        var behind = new HostGate(2, _slots).EnterAsync(Here, _deadline, default);
        behind.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        (await behind).Dispose();
        slot.Dispose();
    }

    [Fact]
    public async Task Another_host_does_not_wait()
    {
        var gate = new HostGate(1, _slots);
        await gate.EnterAsync(Here, _deadline, default);
        await gate.EnterAsync(new Uri("http://there.example/"), _deadline, default);
    }

    [Fact]
    public async Task The_deadline_pauses_while_waiting_for_a_slot()
    {
        var gate = new HostGate(1, _slots);
        using var other = new FetchDeadline(TimeSpan.FromHours(100), _time);
        var slot = await gate.EnterAsync(Here, other, default);
        var waiting = gate.EnterAsync(Here, _deadline, default);
        _time.Advance(TimeSpan.FromHours(2));
        slot.Dispose();
        (await waiting).Dispose();
        _deadline.Token.IsCancellationRequested.ShouldBeFalse();
        _deadline.Remaining.ShouldBe(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromHours(1));
        _deadline.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_canceled_waiter_takes_no_slot()
    {
        var gate = new HostGate(1, _slots);
        using var stop = new CancellationTokenSource();
        var slot = await gate.EnterAsync(Here, _deadline, default);
        var waiting = gate.EnterAsync(Here, _deadline, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        slot.Dispose();
        slot.Dispose();
        (await gate.EnterAsync(Here, _deadline, default)).Dispose();
    }
}
