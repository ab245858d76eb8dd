using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Videos;

namespace Reelmill.Pipelines.Registry;

/// <summary>The pipelines of a program. To add one, create a folder with its definition, and add a line here or in <see cref="With"/>.</summary>
/// <remarks>Immutable, and safe to share between threads.</remarks>
public sealed class PipelineRegistry
{
    private PipelineRegistry(IReadOnlyList<PipelineDefinition> all) => (All, Settings) = (all, [.. all.Select(static p => p.Settings)]);

    /// <summary>The built-in pipelines.</summary>
    public static PipelineRegistry BuiltIn { get; } = new([new MineDefinition(), new HlsDefinition(), new ChunkDefinition(), new IndexDefinition(), new DecideDefinition()]);

    /// <summary>All pipelines, in display order.</summary>
    public IReadOnlyList<PipelineDefinition> All { get; }

    /// <summary>The settings of all pipelines, which may share one configuration file.</summary>
    internal IReadOnlyList<PipelineSettings> Settings { get; }

    /// <summary>Returns a registry with a program's own pipelines added.</summary>
    /// <param name="own">The program's own pipelines.</param>
    /// <exception cref="ArgumentException">Two pipelines have the same name or the same options type; a name is invalid; or a key belongs to another pipeline.</exception>
    public PipelineRegistry With(IEnumerable<PipelineDefinition> own)
    {
        var all = All.ToList();
        foreach (var pipeline in own)
        {
            Require(all.TrueForAll(p => p.Name != pipeline.Name), $"Two pipelines have the name '{pipeline.Name}'. Rename one of them.");
            VideoPipelineName.Check(pipeline.Name);
            Require(
                all.TrueForAll(p => p.Defaults.GetType() != pipeline.Defaults.GetType()),
                $"The pipeline '{pipeline.Name}' has the options type {pipeline.Defaults.GetType().Name}, which another pipeline has. Derive a separate type.");
            foreach (var key in pipeline.Settings.Own.Select(static s => s.Key))
            {
                Require(
                    SettingAliases.Resolve(key) == key && all.TrueForAll(p => p.Settings.Find(key) is null),
                    $"The pipeline '{pipeline.Name}' has the key '{key}', which already exists. Begin its keys with '{pipeline.Name}.'.");
            }

            all.Add(pipeline);
        }

        return new PipelineRegistry(all);
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }

    /// <summary>Reads settings of all pipelines from a YAML file; levels become dots.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Called with a line for each key name of a Python pipeline, saying which key it sets; optional.</param>
    /// <returns>The keys and their values, unparsed.</returns>
    /// <exception cref="UsageException">The file cannot be read, or has an unknown or duplicate key; the message names file and line.</exception>
    public IReadOnlyList<(string Key, string Value)> ReadSettings(string path, Action<string>? note = null) => SettingsReader.ReadFile(Settings, path, note);

    /// <summary>Applies settings to the options of a pipeline. The last value of a key counts; keys of other pipelines are ignored.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="settings">The keys and their values, unparsed.</param>
    /// <exception cref="UsageException">A key is unknown, or a value is invalid for its key.</exception>
    /// <exception cref="ArgumentException">No pipeline has this options type.</exception>
    public TOptions Configure<TOptions>(TOptions options, IEnumerable<(string Key, string Value)> settings)
        where TOptions : PipelineOptions
    {
        var pipeline = All.FirstOrDefault(d => d.Defaults.GetType() == options.GetType())
            ?? throw new ArgumentException($"No pipeline has the options type {options.GetType().Name}. Register the pipeline that has it.", nameof(options));
        return SettingsReader.Apply(Settings, pipeline.Settings, options, settings.Select(s => SettingsReader.Require(Settings, s)), []);
    }

    /// <summary>Finds a pipeline by name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public PipelineDefinition? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    /// <summary>Finds the pipeline that owns the items of a catalog name; null when there is none, as for publications.</summary>
    /// <param name="catalogName">The name in the catalog.</param>
    public PipelineDefinition? FindOwner(string catalogName) => All.FirstOrDefault(d => d.TakesInputs && d.Owns(catalogName));
}
