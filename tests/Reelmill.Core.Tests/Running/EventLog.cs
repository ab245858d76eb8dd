using System.Collections.Concurrent;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Tests.Running;

/// <summary>Records a run's events in order.</summary>
internal sealed class EventLog : IProgress<RunEvent>
{
    public ConcurrentQueue<RunEvent> All { get; } = [];

    public IEnumerable<T> Of<T>()
        where T : RunEvent => All.OfType<T>();

    public void Report(RunEvent value) => All.Enqueue(value);
}
