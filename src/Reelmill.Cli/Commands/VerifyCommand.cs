using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill verify</c>: proves that chunks cover their source exactly.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that 'reelmill chunk' created." };
        var json = new Option<bool>("--json") { Description = "Print only one JSON document on standard output." };
        var command = new Command("verify", "Prove from the files that chunks cover their source exactly and are unchanged.") { folder, json };
        command.SetAction(async (parsed, token) =>
        {
            var verification = await new ChunkFolder(new()).VerifyAsync(Path.GetFullPath(parsed.GetRequiredValue(folder)), token).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(CliJson.Write(verification, ChunkJson.Readable.ChunkVerification));
            }
            else
            {
                ChunkText.Write(verification, Console.Out);
            }

            return verification.Holds ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command.WithExamples(
            "reelmill verify out/chunks/0123456789abcdef",
            "reelmill verify out/chunks/0123456789abcdef --json");
    }
}
