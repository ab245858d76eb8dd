using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>The pipelines that jobs run.</summary>
/// <param name="registry">The pipelines of the program.</param>
internal sealed class JobPipelines(PipelineRegistry registry)
{
    /// <summary>The pipelines, each with its keys.</summary>
    public IReadOnlyList<JobPipeline> All { get; } = [.. registry.All.Select(static p => new JobPipeline(p, JobOptions.KeysOf(p)))];

    /// <summary>The pipelines of the program's own.</summary>
    public IEnumerable<string> Own => All.Select(static p => p.Name).Except(PipelineRegistry.BuiltIn.All.Select(static p => p.Name), StringComparer.Ordinal);

    /// <summary>Finds a pipeline.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public JobPipeline Find(string name)
    {
        if (All.FirstOrDefault(p => p.Name == name) is { } found)
        {
            return found;
        }

        var near = NearestName.Of(name, All.Select(static p => p.Name)) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"There are {string.Join(", ", All.Select(static p => p.Name))}.";
        throw new RequestException("unknown_pipeline", $"There is no pipeline '{name}'. {near}", 400);
    }

    /// <summary>The pipeline that a job's items have in the catalog: of <c>index</c> each collection is one.</summary>
    public string CatalogNameOf(string pipeline, string optionsJson)
    {
        var found = Find(pipeline);
        return found.Definition.CatalogName(JobOptions.Read(found, optionsJson));
    }

    /// <summary>The id that an input's item has in the catalog.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="pipeline">The job's pipeline.</param>
    /// <param name="optionsJson">The job's options.</param>
    /// <param name="source">The input.</param>
    public string ItemIdOf(string library, string pipeline, string optionsJson, string source) =>
        InputIdentity.GetItemId(library, CatalogNameOf(pipeline, optionsJson), new MediaInput(source, MediaInput.KindOf(source), MediaInput.NoMetadata));
}

/// <summary>A pipeline that jobs run.</summary>
/// <param name="Definition">The pipeline.</param>
/// <param name="Keys">The options that a client may choose.</param>
internal sealed record JobPipeline(PipelineDefinition Definition, IReadOnlyList<Setting> Keys)
{
    public string Name => Definition.Name;
}
