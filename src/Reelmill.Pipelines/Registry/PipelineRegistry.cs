using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Videos;

namespace Reelmill.Pipelines.Registry;

/// <summary>The pipelines of a program. A new one is a folder with its definition, and a line here or in <see cref="With"/>.</summary>
/// <remarks>Immutable, and safe to share between threads.</remarks>
public sealed class PipelineRegistry
{
    private PipelineRegistry(IReadOnlyList<PipelineDefinition> all) => (All, Settings) = (all, [.. all.Select(static p => p.Settings)]);

    /// <summary>The pipelines that every program has.</summary>
    public static PipelineRegistry BuiltIn { get; } = new([new MineDefinition(), new HlsDefinition(), new ChunkDefinition(), new IndexDefinition(), new DecideDefinition()]);

    /// <summary>All pipelines, in the order in which they are shown.</summary>
    public IReadOnlyList<PipelineDefinition> All { get; }

    /// <summary>The keys of all pipelines, which one configuration file may hold together.</summary>
    internal IReadOnlyList<PipelineSettings> Settings { get; }

    /// <summary>These pipelines and a program's own.</summary>
    /// <param name="own">The program's own.</param>
    /// <exception cref="ArgumentException">Two have one name or one type of options; a name cannot be one; a key is another pipeline's.</exception>
    public PipelineRegistry With(IEnumerable<PipelineDefinition> own)
    {
        var all = All.ToList();
        foreach (var pipeline in own)
        {
            Require(all.TrueForAll(p => p.Name != pipeline.Name), $"Two pipelines have the name '{pipeline.Name}'. Give one of them another.");
            VideoPipelineName.Check(pipeline.Name);
            Require(
                all.TrueForAll(p => p.Defaults.GetType() != pipeline.Defaults.GetType()),
                $"The pipeline '{pipeline.Name}' has the options {pipeline.Defaults.GetType().Name}, which another one has. Derive a type of its own.");
            foreach (var key in pipeline.Settings.Own.Select(static s => s.Key))
            {
                Require(
                    SettingAliases.KeyOf(key) == key && all.TrueForAll(p => p.Settings.Find(key) is null),
                    $"The pipeline '{pipeline.Name}' has the key '{key}', which means something else already. Begin its keys with '{pipeline.Name}.'.");
            }

            all.Add(pipeline);
        }

        return new PipelineRegistry(all);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }

    /// <summary>Reads settings of all pipelines from a YAML file; levels become dots.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Told which key each name of a Python pipeline sets; nobody when null.</param>
    /// <returns>The keys and their values, as text.</returns>
    /// <exception cref="UsageException">It cannot be read, or has a key that no pipeline has, or one twice; the message names file and line.</exception>
    public IReadOnlyList<(string Key, string Value)> ReadSettings(string path, Action<string>? note = null) => SettingsReader.ReadFile(Settings, path, note);

    /// <summary>Takes settings into the options of a pipeline; the last value of a key counts, and keys of other pipelines are theirs.</summary>
    /// <param name="options">The options before.</param>
    /// <param name="settings">The keys and their values, as text.</param>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    /// <exception cref="ArgumentException">No pipeline has such options.</exception>
    public TOptions Configure<TOptions>(TOptions options, IEnumerable<(string Key, string Value)> settings)
        where TOptions : PipelineOptions
    {
        var pipeline = All.FirstOrDefault(d => d.Defaults.GetType() == options.GetType())
            ?? throw new ArgumentException($"No pipeline has options of the type {options.GetType().Name}. Register the one that has.", nameof(options));
        return SettingsReader.Apply(Settings, pipeline.Settings, options, settings.Select(s => SettingsReader.Require(Settings, s)), []);
    }

    /// <summary>The pipeline of a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public PipelineDefinition? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    /// <summary>The pipeline whose items have a name in the catalog; null when there is none, as for publications.</summary>
    /// <param name="catalogName">The name in the catalog.</param>
    public PipelineDefinition? OwnerOf(string catalogName) => All.FirstOrDefault(d => d.TakesInputs && d.Owns(catalogName));
}
