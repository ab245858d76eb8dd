using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines;

namespace Reelmill.Cli.Commands;

/// <summary>The output of <c>doctor --json</c>.</summary>
internal sealed record DoctorDocument(bool Ready, IReadOnlyList<Finding> Findings);

/// <summary><c>reelmill doctor</c>: checks the dependencies and names the command that installs a missing one.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print only one JSON document on standard output." };
        var library = new Option<string?>("--library", "-l") { Description = "The folder whose disk to check.", HelpName = "DIR" };
        var command = new Command("doctor", "Check this machine: ffmpeg and its codecs, yt-dlp, libraries, disk space.")
        {
            json, library,
        };
        command.SetAction(async (parsed, token) =>
        {
            var findings = await new Doctor(new ToolPaths()).ExamineAsync(Path.GetFullPath(parsed.GetValue(library) ?? "."), token).ConfigureAwait(false);
            var ready = findings.All(static f => f.Ok || !f.Required);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(CliJson.Write(new DoctorDocument(ready, findings), CliJson.Readable.DoctorDocument));
            }
            else
            {
                Write(findings, ready);
            }

            return ready ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command.WithExamples(
            "reelmill doctor",
            "reelmill doctor --library out --json");
    }

    private static void Write(IReadOnlyList<Finding> findings, bool ready)
    {
        foreach (var finding in findings)
        {
            var mark = finding.Ok ? "ok      " : finding.Required ? "MISSING " : "absent  ";
            Console.Out.WriteLine($"{mark} {finding.Name,-14} {finding.Detail}");
            if (finding.Remedy is { } remedy)
            {
                Console.Out.WriteLine($"{string.Empty,24}{remedy}");
            }
        }

        Console.Out.WriteLine(ready ? "All requirements are met." : "A requirement is missing.");
    }
}
