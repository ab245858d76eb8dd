using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Runs;
using Spectre.Console;

namespace Reelmill.Cli.Display;

/// <summary>Shows a live table of the stages on a terminal: workers, queues, rates and the bottleneck.</summary>
internal sealed class LiveProgress : Progress
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput() });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ItemRates _items = new(TimeProvider.System);
    private readonly Lock _gate = new();
    private readonly Task _live;
    private LiveDisplayContext? _context;

    public LiveProgress() => _live = _console.Live(new Text("starting")).AutoClear(true).StartAsync(async context =>
    {
        _context = context;
        await _ended.Task.ConfigureAwait(false);
    });

    public override void Report(RunEvent value)
    {
        if (value is RunProgress progress)
        {
            lock (_gate)
            {
                _context?.UpdateTarget(StageTable.Create(progress.Report, _items.Lines()));
            }
        }
        else if (EventText.Format(value) is { } line)
        {
            Note(line);
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
            _console.WriteLine(DisplayText.Sanitize(line));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _live.ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
