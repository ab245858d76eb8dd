using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Media.Hls.Checking;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill hls-check</c>: checks the files of a finished HLS stream against the specifications.</summary>
internal static class HlsCheckCommand
{
    public static Command Create()
    {
        var location = new Argument<string>("DIR|URL") { Description = "A folder with master.m3u8 or one playlist, a playlist, or the http(s) URL of one." };
        var keys = new Option<string?>("--keys") { Description = "Read keys from this folder by file name instead of from their URIs.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print only one JSON document on standard output." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Do not show progress." };
        var command = new Command("hls-check", "Check a finished HLS stream: read, decrypt and measure every segment, and report each broken rule.")
        {
            location, keys, json, quiet,
        };
        command.SetAction(async (parsed, token) =>
        {
            var output = new Output(parsed.GetValue(json), parsed.GetValue(quiet));
            var report = await CheckAsync(parsed.GetRequiredValue(location), parsed.GetValue(keys), output, token).ConfigureAwait(false);
            if (report is null)
            {
                return ExitCode.Usage;
            }

            if (output.Json)
            {
                Console.Out.WriteLine(CliJson.Write(report, CliJson.Readable.HlsReport));
            }
            else
            {
                HlsReportText.Write(report, Console.Out);
            }

            return report.Failed == 0 ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command.WithExamples(
            "reelmill hls-check out/hls/21425eb9b7fce7d3fb23",
            "reelmill hls-check out/hls/21425eb9b7fce7d3fb23 --keys out/keys/21425eb9b7fce7d3fb23 --json",
            "reelmill hls-check https://host/video/master.m3u8");
    }

    /// <summary>Checks the stream; null after an error message when the stream cannot be read.</summary>
    private static async Task<HlsReport?> CheckAsync(string location, string? keys, Output output, CancellationToken cancellationToken)
    {
        if (keys is not null && !Directory.Exists(keys))
        {
            throw new UsageException($"--keys: the folder '{keys}' does not exist. Check the path.");
        }

        try
        {
            var options = new HlsCheckOptions { KeyFolder = keys, OnPlaylist = (name, segments) => output.Note(FormattableString.Invariant($"reading {name}: {segments} segments")) };
            return await new HlsChecker().CheckAsync(HlsLocation.Parse(location), options, cancellationToken).ConfigureAwait(false);
        }
        catch (ItemException e)
        {
            await Console.Error.WriteLineAsync($"reelmill: {e.Code}: {e.Message}").ConfigureAwait(false);
            return null;
        }
    }
}
