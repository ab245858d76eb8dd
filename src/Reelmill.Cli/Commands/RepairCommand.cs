using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Library.Repair;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill repair</c>: rebuilds a missing or damaged catalog.</summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var keys = new Option<string?>("--keys") { Description = "Restore the keys of encrypted streams from a file of 'export --format keys'.", HelpName = "FILE" };
        var command = new Command("repair", "Rebuild a catalog that is missing or damaged, and move unknown files to lost+found. Nothing is deleted.") { keys };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            var result = await new LibraryRepair(common.GetLibrary(parsed), TimeProvider.System, output.Note).ExecuteAsync(parsed.GetValue(keys), token).ConfigureAwait(false);
            if (output.Json)
            {
                Console.Out.WriteLine(CliJson.Write(result, CliJson.Readable.RepairResult));
            }
            else
            {
                Write(result, Console.Out);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill repair --library out",
            "reelmill repair --library out --keys keys.json");
    }

    private static void Write(RepairResult result, TextWriter output)
    {
        Line(output, result.CatalogRebuilt
            ? $"catalog  rebuilt: {result.Salvaged} records of the old one, {result.Frames} frames, {result.Streams} streams and {result.Chunks} chunks from files"
            : (FormattableString)$"catalog  in order");
        if (result.SetAside is { } aside)
        {
            Line(output, $"old      in {aside}");
        }

        foreach (var lost in result.Lost)
        {
            Line(output, $"lost     {lost}");
        }

        if (result.Keys > 0)
        {
            Line(output, $"keys     {result.Keys} files restored");
        }

        foreach (var path in result.DifferingKeys)
        {
            Line(output, $"differs  {path} differs from the backup and was left unchanged");
        }

        foreach (var path in result.Moved)
        {
            Line(output, $"unknown  now {new string([.. path.Select(static c => char.IsControl(c) ? '?' : c)])}");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
