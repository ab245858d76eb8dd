using Reelmill.Core;
using Reelmill.Library.Files;
using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Verifies and joins the chunks of a folder, from the manifest alone, without a library.</summary>
/// <param name="tools">The executables.</param>
public sealed class ChunkFolder(ToolPaths tools)
{
    private readonly ProcessLauncher _launcher = new();

    /// <summary>Verifies from the files that the chunks cover their source exactly, as far as the source still exists.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <exception cref="Core.ItemException">See <see cref="ChunkVerifier.VerifyAsync"/>.</exception>
    public async Task<ChunkVerification> VerifyAsync(string folder, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("reelmill-verify-").FullName;
        try
        {
            return await new ChunkVerifier(_launcher, tools.Ffmpeg, tools.Ffprobe, new ProbeLimits()).VerifyAsync(folder, scratch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CleanUp.RemoveFolder(scratch);
        }
    }

    /// <summary>Joins the chunks into <c>joined.mp4</c> (or <c>.mkv</c>) in their folder. The file appears only when complete.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="withAudio">Whether to add the source's audio; the source must exist then.</param>
    /// <param name="cancellationToken">Stops the join.</param>
    /// <exception cref="Core.ItemException">See <see cref="ChunkJoiner.JoinAsync"/>.</exception>
    public async Task<ChunkJoin> JoinAsync(string folder, bool withAudio, CancellationToken cancellationToken)
    {
        ChunkManifest.Read(folder);
        using var scratch = JoinScratch.Create(folder);
        var join = await new ChunkJoiner(_launcher, tools.Ffmpeg, tools.Ffprobe, new ProbeLimits()).JoinAsync(folder, scratch.Path, withAudio, cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(folder, "joined" + Path.GetExtension(join.Path));
        AtomicFile.MoveIntoPlace(join.Path, path);
        return join with { Path = path };
    }
}
