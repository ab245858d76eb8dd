using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;

namespace Reelmill;

/// <summary>Adds a library and its pipelines to a host.</summary>
public static class ReelmillHosting
{
    private const string FolderKey = "library:folder";

    /// <summary>
    /// Adds <see cref="MediaLibrary"/>, which the host opens when it starts and closes when it has stopped, and
    /// <see cref="ReelmillConfig"/>, the options of its pipelines. Each <see cref="IEmbedder"/> and <see cref="IDetector"/>
    /// among the services is chosen by its name, as those that come with the pipelines are.
    /// </summary>
    /// <param name="services">The services of the host. What works on the library is added after this, so that it is stopped before.</param>
    /// <param name="section">The configuration: <c>library:folder</c>, the folder of the library, and any key of docs/guide/configuration.md, with colons for its dots.</param>
    /// <returns>The services.</returns>
    /// <exception cref="UsageException">The section has no folder.</exception>
    /// <remarks>
    /// A library that cannot be opened fails the start of the host, and so does a setting that no pipeline has. One process has a
    /// library open for writing. Metrics and traces have the name <c>Reelmill</c>.
    /// </remarks>
    public static IServiceCollection AddReelmill(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var folder = section[FolderKey] ?? throw new UsageException($"The configuration of Reelmill names no library. Set '{FolderKey}' in its section to a folder.");
        var settings = section.AsEnumerable(makePathsRelative: true).Where(static s => !s.Key.Equals(FolderKey, StringComparison.OrdinalIgnoreCase)).ToArray();
        services.AddSingleton(host => ReelmillConfig.From(settings, PipelineRegistry.BuiltIn.With(host.GetServices<PipelineDefinition>())));
        services.AddSingleton(_ => new MediaLibrary(folder));
        services.AddHostedService<HostedLibrary>();
        return services;
    }

    /// <summary>Adds a pipeline of the program's own: it is a service by its type, and the configuration may hold its keys.</summary>
    /// <typeparam name="TPipeline">The pipeline, such as a <see cref="Pipelines.Videos.VideoPipeline{TOptions}"/>; what its constructor takes are services, other than <see cref="ReelmillConfig"/> and <see cref="MediaLibrary"/>: options come with the run.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPipeline<TPipeline>(this IServiceCollection services)
        where TPipeline : PipelineDefinition
    {
        services.AddSingleton<TPipeline>();
        services.AddSingleton<PipelineDefinition>(static host => host.GetRequiredService<TPipeline>());
        return services;
    }
}
