using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill join</c>: chunks to one file again.</summary>
internal static class JoinCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that 'reelmill chunk' has made." };
        var silent = new Option<bool>("--video-only") { Description = "Leave the sound out; it comes from the source, which must be there otherwise." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document on standard output, and nothing else there." };
        var command = new Command("join", "Make one file of chunks: their video as it is, the sound encoded once.") { folder, silent, json };
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
