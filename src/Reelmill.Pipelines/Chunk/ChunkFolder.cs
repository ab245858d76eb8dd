using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Verifies and joins the chunks of a folder. It needs no library: the manifest says all.</summary>
/// <param name="tools">The executables.</param>
public sealed class ChunkFolder(ToolPaths tools)
{
    private readonly ProcessLauncher _launcher = new();

    /// <summary>Proves from the files that the chunks cover their source exactly, as far as the source is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
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

    /// <summary>Makes <c>joined.mp4</c> (or <c>.mkv</c>) of the chunks, in their folder; it appears whole or not at all.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sound">Whether the source's sound is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Core.ItemException">See <see cref="ChunkJoiner.JoinAsync"/>.</exception>
    public async Task<ChunkJoin> JoinAsync(string folder, bool sound, CancellationToken cancellationToken)
    {
        ChunkManifest.Read(folder);
        using var scratch = JoinScratch.Create(folder);
        var join = await new ChunkJoiner(_launcher, tools.Ffmpeg, tools.Ffprobe, new ProbeLimits()).JoinAsync(folder, scratch.Path, sound, cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(folder, "joined" + Path.GetExtension(join.Path));
        AtomicFile.MoveIntoPlace(join.Path, path);
        return join with { Path = path };
    }
}
