using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>Shows progress as plain lines for a log: failures and retries as they happen, and a status line every few seconds.</summary>
internal sealed class PlainProgress : Progress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly ItemRates _items = new(TimeProvider.System);
    private readonly Lock _gate = new();
    private TimeSpan _next = Interval;

    public override void Report(RunEvent value)
    {
        if (EventText.Format(value) is { } line)
        {
            Note(line);
        }
        else if (value is RunProgress { Report: var report } && report.Elapsed >= _next)
        {
            _next = report.Elapsed + Interval;
            Note(Line(report));
            foreach (var item in _items.Lines())
            {
                Note($"         {item}");
            }
        }

        if (value is ItemFailed failed)
        {
            _items.Remove(failed.Id);
        }
    }

    public override void Report(ItemProgress value) => _items.Add(value);

    public override void Note(string line)
    {
        lock (_gate)
        {
            Console.Error.WriteLine(line);
        }
    }

    private static string Line(RunReport report)
    {
        var stages = string.Join("  ", report.Stages.Select(static s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Out} ({s.BusyShare * 100:0} %)")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Elapsed.TotalSeconds,6:0} s  done {report.Done}/{report.Queued}  failed {report.Failed}  {stages}");
    }
}
