using Microsoft.Extensions.Hosting;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;

namespace Reelmill;

/// <summary>Opens a library when its host starts. The host closes the library after the services that use it have stopped.</summary>
internal sealed class HostedLibrary(MediaLibrary library, ReelmillConfig config, IEnumerable<IEmbedder> embedders, IEnumerable<IDetector> detectors) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        config.Validate();
        await library.OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var embedder in embedders)
        {
            library.Services.Add(embedder);
        }

        foreach (var detector in detectors)
        {
            library.Services.Add(detector);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
