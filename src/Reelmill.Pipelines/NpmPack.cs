using Reelmill.Core;
using Reelmill.Media.Processes;

namespace Reelmill.Pipelines;

/// <summary>Fetches a package with npm, without installing it or running anything of it.</summary>
public sealed class NpmPack
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly ProcessLauncher _launcher = new();

    /// <summary>Fetches a package.</summary>
    /// <param name="package">Its name and version, such as <c>name@1.2.3</c>.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellationToken">Stops npm.</param>
    /// <returns>The path of the archive in the folder.</returns>
    /// <exception cref="PipelineException"><c>npm_failed</c>: npm is not there, or could not fetch it.</exception>
    public async Task<string> PackAsync(string package, string folder, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec("npm", ["pack", "--silent", "--ignore-scripts", "--", package]) { WorkingDirectory = folder, WallLimit = Limit, StallLimit = Limit, MemoryLimitBytes = 0 };
        try
        {
            await _launcher.RunAsync(spec, 1 << 16, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw new PipelineException("npm_failed", $"Fetching {package}: {e.Message} Install npm and look whether its registry can be reached.", e);
        }

        return Directory.GetFiles(folder, "*.tgz") is [var archive]
            ? archive
            : throw new PipelineException("npm_failed", $"Fetching {package}: npm left no archive. Look what 'npm pack {package}' says.");
    }
}
