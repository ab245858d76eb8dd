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
    /// Adds <see cref="MediaLibrary"/>, which the host opens at its start and closes after its stop, and
    /// <see cref="ReelmillConfig"/>, the options of the pipelines. Each <see cref="IEmbedder"/> and <see cref="IDetector"/>
    /// among the services can be selected by name in the options, as the built-in ones can.
    /// </summary>
    /// <param name="services">The services of the host. Add the services that use the library after this call, so that the host stops them first.</param>
    /// <param name="section">The configuration: <c>library:folder</c>, the folder of the library, and any key of docs/guide/configuration.md, with colons instead of dots.</param>
    /// <returns>The services.</returns>
    /// <exception cref="UsageException">The section has no folder.</exception>
    /// <remarks>
    /// The host fails to start if the library cannot be opened, or if a setting is unknown. Only one process at a time can have
    /// a library open for writing. The meter and the activity source are named <c>Reelmill</c>.
    /// </remarks>
    public static IServiceCollection AddReelmill(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var folder = section[FolderKey] ?? throw new UsageException($"The configuration of Reelmill has no library folder. Set '{FolderKey}' in its section.");
        var settings = section.AsEnumerable(makePathsRelative: true).Where(static s => !s.Key.Equals(FolderKey, StringComparison.OrdinalIgnoreCase)).ToArray();
        services.AddSingleton(host => ReelmillConfig.From(settings, PipelineRegistry.BuiltIn.With(host.GetServices<PipelineDefinition>())));
        services.AddSingleton(_ => new MediaLibrary(folder));
        services.AddHostedService<HostedLibrary>();
        return services;
    }

    /// <summary>Adds a custom pipeline: it is registered as a service by its type, and the configuration may have its keys.</summary>
    /// <typeparam name="TPipeline">The pipeline, such as a <see cref="Pipelines.Videos.VideoPipeline{TOptions}"/>; its constructor can take services, except <see cref="ReelmillConfig"/> and <see cref="MediaLibrary"/>: options are passed to each run.</typeparam>
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
