using Reelmill.Core.Running;
using Reelmill.Pipelines.Settings;

using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Index;

/// <summary>The settings of <c>index</c>, in the order of the sample configuration.</summary>
internal static class IndexSettings
{
    private static readonly string[] Stages = ["fetch", "decode", "infer", "insert", "commit"];

    public static readonly PipelineSettings Keys = new(
        IndexRun.Pipeline,
        [
            Create("collection", "NAME", IndexOptions.DefaultCollection, "The collection that the vectors are written to.",
                (o, v) => o with { Collection = v.Length > 0 ? v : throw new UsageException("index.collection: a collection needs a name.") }),
            Create("embedder", "NAME", "descriptor", "The embedder: descriptor, or a model from 'reelmill models list'.",
                (o, v) => o with { Embedder = v }),
            Create("store", "URI", "embedded", "The vector store: embedded, postgres://..., milvus://...",
                (o, v) => o with { Store = v }).ServerOnly(),
            Create("batch", "NUMBER", "1", "How many images the model processes at once; GPUs and servers need more.",
                (o, v) => o with { Batch = Whole("index.batch", v, 1, 1024) }).ServerOnly(),
            Create("insert-batch", "NUMBER", "200", "How many vectors are written at once.",
                (o, v) => o with { InsertBatch = Whole("index.insert-batch", v, 1, 10_000) }).ServerOnly(),
            Create("workers", "STAGE=NUMBER,...", "", "How many values stages process at once, such as decode=2,infer=1,insert=2.", Workers).ServerOnly(),
            Create("queue", "NUMBER", "", "How many values may wait in front of each stage.",
                (o, v) => Stages.Aggregate(o, (all, stage) => Tune(all, stage, s => s with { Queue = Whole("index.queue", v, 1, 1_000_000) }))).ServerOnly(),
            .. CommonSettings.Options,
        ],
        [
            CommonSettings.Provider,
            .. CommonSettings.Others,
            .. CommonSettings.Tuning(Stages),
        ]);

    private static Setting Create(string option, string syntax, string @default, string description, Func<IndexOptions, string, IndexOptions> apply) =>
        Setting.Create($"index.{option}", syntax, @default, description, apply) with { Option = $"--{option}" };

    private static IndexOptions Workers(IndexOptions options, string value)
    {
        foreach (var pair in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (stage, number) = SettingsReader.ReadPair(pair);
            options = Stages.Contains(stage, StringComparer.Ordinal)
                ? Tune(options, stage, s => s with { Workers = Whole("index.workers", number, 1, 1024) })
                : throw new UsageException($"index.workers: there is no stage '{stage}'; the stages are {string.Join(", ", Stages)}.");
        }

        return options;
    }

    private static IndexOptions Tune(IndexOptions options, string stage, Func<StageOptions, StageOptions> change) =>
        options with { Stages = options.Stages.With(stage, change) };
}
