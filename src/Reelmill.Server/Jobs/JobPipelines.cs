using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>The pipelines that jobs can run.</summary>
/// <param name="registry">All pipelines of the program.</param>
internal sealed class JobPipelines(PipelineRegistry registry)
{
    /// <summary>The pipelines, each with the options that clients may set.</summary>
    public IReadOnlyList<JobPipeline> All { get; } = [.. registry.All.Select(static p => new JobPipeline(p, JobOptions.GetKeys(p)))];

    /// <summary>The names of the custom pipelines: those that are not built in.</summary>
    public IEnumerable<string> Custom => All.Select(static p => p.Name).Except(PipelineRegistry.BuiltIn.All.Select(static p => p.Name), StringComparer.Ordinal);

    /// <summary>Finds a pipeline by name.</summary>
    /// <exception cref="RequestException"><c>unknown_pipeline</c>.</exception>
    public JobPipeline Find(string name)
    {
        if (All.FirstOrDefault(p => p.Name == name) is { } found)
        {
            return found;
        }

        var suggestion = NearestName.Find(name, All.Select(static p => p.Name)) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"Pipelines are {string.Join(", ", All.Select(static p => p.Name))}.";
        throw new RequestException("unknown_pipeline", $"There is no pipeline '{name}'. {suggestion}", 400);
    }

    /// <summary>Gets the pipeline name under which the catalog stores a job's items; <c>index</c> has one name per collection.</summary>
    public string GetCatalogName(string pipeline, string optionsJson)
    {
        var found = Find(pipeline);
        return found.Definition.CatalogName(JobOptions.Read(found, optionsJson));
    }

    /// <summary>Gets the catalog id of an input's item.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="pipeline">The job's pipeline.</param>
    /// <param name="optionsJson">The job's options.</param>
    /// <param name="source">The input.</param>
    public string GetItemId(string library, string pipeline, string optionsJson, string source) =>
        InputIdentity.GetItemId(library, GetCatalogName(pipeline, optionsJson), new MediaInput(source, MediaInput.GetKind(source), MediaInput.NoMetadata));
}

/// <summary>A pipeline that jobs can run.</summary>
/// <param name="Definition">The definition of the pipeline.</param>
/// <param name="Keys">The options that a client may set.</param>
internal sealed record JobPipeline(PipelineDefinition Definition, IReadOnlyList<Setting> Keys)
{
    public string Name => Definition.Name;
}
