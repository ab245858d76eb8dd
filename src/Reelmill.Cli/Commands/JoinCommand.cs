using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill join</c>: joins chunks into one file.</summary>
internal static class JoinCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that 'reelmill chunk' created." };
        var silent = new Option<bool>("--video-only") { Description = "Omit the audio. Otherwise the audio is taken from the source, which must still exist." };
        var json = new Option<bool>("--json") { Description = "Print only one JSON document on standard output." };
        var command = new Command("join", "Join chunks into one file: video is copied, audio is encoded once.") { folder, silent, json };
        command.SetAction(async (parsed, token) =>
        {
            var join = await new ChunkFolder(new()).JoinAsync(Path.GetFullPath(parsed.GetRequiredValue(folder)), !parsed.GetValue(silent), token).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(CliJson.Write(join, ChunkJson.Readable.ChunkJoin));
            }
            else
            {
                ChunkText.Write(join, Console.Out);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill join out/chunks/0123456789abcdef",
            "reelmill join out/chunks/0123456789abcdef --video-only");
    }
}
