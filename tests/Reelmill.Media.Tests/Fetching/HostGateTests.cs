using Reelmill.Media.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

public sealed class HostGateTests : IDisposable
{
    private static readonly Uri Here = new("http://here.example/a");
    private readonly ManualTimeProvider _time = new();
    private readonly HostTurns _turns = new();
    private readonly FetchDeadline _deadline;

    public HostGateTests() => _deadline = new FetchDeadline(TimeSpan.FromHours(1), _time);

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task No_more_than_the_limit_are_at_one_host()
    {
        var gate = new HostGate(2, _turns);
        var first = await gate.EnterAsync(Here, _deadline, default);
        await gate.EnterAsync(new Uri("https://HERE.example:8443/b"), _deadline, default);
        var third = gate.EnterAsync(Here, _deadline, default);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Two_jobs_share_a_host_and_who_came_first_is_let_in_first()
    {
        var (one, two) = (new HostGate(2, _turns), new HostGate(1, _turns));
        var first = await one.EnterAsync(Here, _deadline, default);
        var second = two.EnterAsync(Here, _deadline, default);
        var third = one.EnterAsync(Here, _deadline, default);
        (second.IsCompleted, third.IsCompleted).ShouldBe((false, false));
        first.Dispose();
        var turn = await second;
        (await third).Dispose();
        turn.Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_those_behind_in()
    {
        using var stop = new CancellationTokenSource();
        var turn = await new HostGate(2, _turns).EnterAsync(Here, _deadline, default);
        var first = new HostGate(1, _turns).EnterAsync(Here, _deadline, stop.Token);
        var behind = new HostGate(2, _turns).EnterAsync(Here, _deadline, default);
        behind.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        (await behind).Dispose();
        turn.Dispose();
    }

    [Fact]
    public async Task Another_host_does_not_wait()
    {
        var gate = new HostGate(1, _turns);
        await gate.EnterAsync(Here, _deadline, default);
        await gate.EnterAsync(new Uri("http://there.example/"), _deadline, default);
    }

    [Fact]
    public async Task The_deadline_stands_still_while_waiting_for_a_turn()
    {
        var gate = new HostGate(1, _turns);
        using var other = new FetchDeadline(TimeSpan.FromHours(100), _time);
        var turn = await gate.EnterAsync(Here, other, default);
        var waiting = gate.EnterAsync(Here, _deadline, default);
        _time.Advance(TimeSpan.FromHours(2));
        turn.Dispose();
        (await waiting).Dispose();
        _deadline.Token.IsCancellationRequested.ShouldBeFalse();
        _deadline.Left.ShouldBe(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromHours(1));
        _deadline.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        var gate = new HostGate(1, _turns);
        using var stop = new CancellationTokenSource();
        var turn = await gate.EnterAsync(Here, _deadline, default);
        var waiting = gate.EnterAsync(Here, _deadline, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        turn.Dispose();
        turn.Dispose();
        (await gate.EnterAsync(Here, _deadline, default)).Dispose();
    }
}
