using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Repair;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill status</c>: shows the content of a library and the work that is left.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("status", "Show what is done, what failed and why, and what is pending.");
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var catalog = SqliteCatalog.OpenReadOnly(common.GetLibrary(parsed));
            await using var _ = catalog.ConfigureAwait(false);
            var status = await catalog.StatusAsync(token).ConfigureAwait(false);
            var limits = await LibraryLimits.ReadAsync(catalog, token).ConfigureAwait(false);
            var document = StatusDocument.From(status, await UnknownFiles.ListAsync(catalog, token).ConfigureAwait(false), limits.Rules);
            if (parsed.GetValue(common.Json))
            {
                Console.Out.WriteLine(CliJson.Write(document, CliJson.Readable.StatusDocument));
            }
            else
            {
                Write(status, document, Console.Out);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill status --library out",
            "reelmill status --library out --json");
    }

    private static void Write(LibraryStatus status, StatusDocument document, TextWriter output)
    {
        Line(output, $"items    {status.Done} done, {status.Failed} failed, {status.Pending + status.Running} pending");
        Line(output, $"frames   {status.Kept} kept of {status.Frames} sampled, {status.Bytes / 1048576.0:0.0} MiB");
        foreach (var rule in status.Rules.Where(static r => r.Rule is not null))
        {
            Line(output, $"         {rule.Dropped,8} {rule.Rule}");
        }

        foreach (var (name, rule) in document.OwnRules)
        {
            Line(output, $"         rules.{name}: {rule}");
        }

        if (status.DroppedFiles.Count > 0)
        {
            Line(output, $"         {status.DroppedFiles.Count} dropped frames still have a file, {status.DroppedFiles.Bytes / 1048576.0:0.0} MiB; 'reelmill gc' deletes them");
        }

        foreach (var group in status.Failures)
        {
            Line(output, $"failed   {group.Count} x {group.Code}");
            foreach (var example in group.Examples)
            {
                Line(output, $"         {DisplayText.OneLine(example.Message)}");
            }
        }

        var unknown = document.Unknown;
        if (unknown.Total > 0)
        {
            Line(output, $"unknown  {unknown.Total} files or folders that do not belong to the library; 'reelmill repair' moves them to lost+found/");
            foreach (var path in unknown.First)
            {
                output.WriteLine($"         {new string([.. path.Select(static c => char.IsControl(c) ? '?' : c)])}");
            }
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
