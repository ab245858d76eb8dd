using System.Collections.Concurrent;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Tests.Running;

/// <summary>Remembers a run's events in the order in which they were reported.</summary>
internal sealed class EventLog : IProgress<RunEvent>
{
    public ConcurrentQueue<RunEvent> All { get; } = [];

    public IEnumerable<T> Of<T>()
        where T : RunEvent => All.OfType<T>();

    public void Report(RunEvent value) => All.Enqueue(value);
}
