using System.Globalization;
using Reelmill.Core.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Reelmill.Cli.Display;

/// <summary>Renders a run as a table: a row per stage with a bar of its workers' time, queue and rate, and the advice on the bottleneck below.</summary>
internal static class StageTable
{
    private const int BarWidth = 20;
    private const int QueueWidth = 8;
    private const int MaxItems = 12;

    public static IRenderable Create(RunReport report, IReadOnlyList<string> items)
    {
        var table = new Table().Border(TableBorder.None)
            .AddColumn("stage")
            .AddColumn(new TableColumn("workers").RightAligned())
            .AddColumn("[green]busy[/] [yellow]starved[/] [red]blocked[/]")
            .AddColumn("queue")
            .AddColumn(new TableColumn("in").RightAligned())
            .AddColumn(new TableColumn("out").RightAligned())
            .AddColumn(new TableColumn("rate").RightAligned());
        foreach (var stage in report.Stages)
        {
            table.AddRow(
                Markup.Escape(DisplayText.OneLine(stage.Name)), Text(stage.Workers), TimeBar(stage.Times), QueueBar(stage), Text(stage.In), Text(stage.Out), Rate(stage, report));
        }

        return new Rows([new Markup(Heading(report)), table, .. items.Take(MaxItems).Select(static i => new Text(DisplayText.OneLine(i))), new Text(DisplayText.Sanitize(report.Bottleneck?.Advice ?? string.Empty))]);
    }

    private static string Heading(RunReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"[bold]{Markup.Escape(DisplayText.OneLine(report.Pipeline))}[/]  done {report.Done + report.Dropped} of {report.Queued} queued  failed {report.Failed}  {report.Elapsed:hh\\:mm\\:ss}");

    private static string TimeBar(WorkerTimes times)
    {
        var all = times.Busy + times.Starved + times.Blocked;
        if (all <= 0)
        {
            return new string(' ', BarWidth);
        }

        var busy = (int)Math.Round(BarWidth * times.Busy / all);
        var blocked = Math.Min(BarWidth - busy, (int)Math.Round(BarWidth * times.Blocked / all));
        return $"[green]{new string('█', busy)}[/][yellow]{new string('░', BarWidth - busy - blocked)}[/][red]{new string('▒', blocked)}[/]";
    }

    private static string QueueBar(StageReport stage)
    {
        var filled = (int)Math.Ceiling((double)QueueWidth * stage.Queued / stage.QueueBound);
        return $"{new string('■', Math.Min(QueueWidth, filled))}{new string('·', Math.Max(0, QueueWidth - filled))} {Text(stage.Queued)}";
    }

    private static string Rate(StageReport stage, RunReport report) =>
        report.Elapsed > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"{stage.Out / report.Elapsed.TotalSeconds:0.0}/s") : string.Empty;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
