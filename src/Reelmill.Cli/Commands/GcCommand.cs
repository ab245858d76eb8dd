using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill gc</c>: deletes the files of dropped frames.</summary>
internal static class GcCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "List the files without deleting them." };
        var command = new Command("gc", "Delete the files of dropped frames. A frame that is kept later is restored from its video.") { dryRun };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, _) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            using var interrupts = new Interrupts(output.Note);
            var services = new RunServices(common.GetLibrary(parsed));
            await using var opened = services.ConfigureAwait(false);
            var removed = await new GcRun(services).ExecuteAsync(parsed.GetValue(dryRun), interrupts.Stopping).ConfigureAwait(false);
            if (output.Json)
            {
                Console.Out.WriteLine(CliJson.Write(removed, CliJson.Readable.GcSummary));
            }
            else
            {
                Write(removed, Console.Out);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill gc --library out --dry-run",
            "reelmill gc --library out");
    }

    private static void Write(GcSummary removed, TextWriter output)
    {
        foreach (var file in removed.Files)
        {
            output.WriteLine(file);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{removed.Count} files of dropped frames, {removed.Bytes / 1048576.0:0.0} MiB, {(removed.DryRun ? "would be deleted" : "were deleted")}."));
    }
}
