using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

/// <summary>A stage for tests, whose results depend on its kind and the value only.</summary>
internal sealed record RandomStage(int Kind, int Workers, int Queue, bool Ordered, int Salt);

/// <summary>A pipeline of random stages over a random number of items.</summary>
internal sealed record RandomPipeline(int Items, int Fuse, RandomStage[] Stages)
{
    private const int Kinds = 8;

    public static Arbitrary<RandomPipeline> Any { get; } = Arb.From(
        from items in Gen.Choose(0, 40)
        from fuse in Gen.Choose(1, 150)
        from stages in Gen.ArrayOf(
            from kind in Gen.Choose(0, Kinds - 1)
            from workers in Gen.Choose(1, 4)
            from queue in Gen.Choose(1, 9)
            from ordered in Gen.Choose(0, 3)
            from salt in Gen.Choose(0, 1000)
            select new RandomStage(kind, workers, queue, ordered == 0, salt))
        select new RandomPipeline(items, fuse, stages.Length > 7 ? stages[..7] : stages));

    /// <summary>Builds the pipeline.</summary>
    /// <param name="touch">Called before each value that a body handles.</param>
    public Pipeline<Token, Token> Build(Action? touch = null)
    {
        var pipeline = Pipeline.Create<Token>("random");
        for (var i = 0; i < Stages.Length; i++)
        {
            pipeline = Add(pipeline, $"stage-{i}", Stages[i], touch ?? (static () => { }));
        }

        return pipeline;
    }

    public override string ToString() => $"{Items} items, fuse {Fuse}: {string.Join(" | ", Stages.Select(s => s.ToString()))}";

    private static Pipeline<Token, Token> Add(Pipeline<Token, Token> pipeline, string name, RandomStage stage, Action touch)
    {
        var options = new StageOptions { Workers = stage.Workers, Queue = stage.Queue, Ordered = stage.Ordered };
        return stage.Kind switch
        {
            0 => pipeline.Map(name, (t, ct) => ReplaceAsync(t, stage, touch), options),
            1 => pipeline.Map(name, (t, _) => new ValueTask<Token>(Forward(t, touch)), options),
            2 => pipeline.Filter(name, t => (t.Hash + stage.Salt) % 3 == 0 ? $"third at {name}: {t.Text}" : null, options),
            3 => pipeline.Stage<Token>(name, (t, output, ct) => ExpandAsync(t, output, stage, touch), options),
            4 => pipeline.Batch<Token>(name, new BatchOptions(1 + (stage.Salt % 12), TimeSpan.FromMilliseconds(stage.Salt % 2)), (all, _) => ProcessBatch(all, stage, touch), options),
            5 => pipeline.Gather(name, (all, _) => new ValueTask<Token>(Join(all, stage, touch)), options),
            6 => pipeline.Map(name, (t, _) => new ValueTask<Token>(FailSome(t, stage, touch)), options),
            _ => pipeline.Stage<Token>(name, (t, output, _) => EmitThenFailAsync(t, output, stage, touch), options),
        };
    }

    private static Token Forward(Token token, Action touch)
    {
        touch();
        return token;
    }

    private static async ValueTask<Token> ReplaceAsync(Token token, RandomStage stage, Action touch)
    {
        if ((token.Hash + stage.Salt) % 2 == 0)
        {
            await Task.Yield();
        }

        touch();
        token.Dispose();
        return token.Make($"{token.Text}'");
    }

    private static async ValueTask ExpandAsync(Token token, StageOutput<Token> output, RandomStage stage, Action touch)
    {
        touch();
        for (var i = 0; i < (token.Hash + stage.Salt) % 4; i++)
        {
            await output.EmitAsync(token.Make($"{token.Text}.{i}"));
        }

        token.Dispose();
    }

    private static async ValueTask<IReadOnlyList<Token>> ProcessBatch(IReadOnlyList<Token> all, RandomStage stage, Action touch)
    {
        await Task.Yield();
        touch();
        foreach (var token in all.Where(t => (t.Hash + stage.Salt) % 29 == 0))
        {
            throw new ItemException("bad_in_batch", token.Text);
        }

        return [.. all];
    }

    private static Token Join(IReadOnlyList<Token> all, RandomStage stage, Action touch)
    {
        touch();
        var joined = string.Join('+', all.Select(t => t.Text));
        if ((joined.Length + stage.Salt) % 23 == 0)
        {
            throw new ItemException("bad_join", joined);
        }

        foreach (var token in all)
        {
            token.Dispose();
        }

        return all[0].Make($"({joined})");
    }

    private static Token FailSome(Token token, RandomStage stage, Action touch)
    {
        touch();
        return (token.Hash + stage.Salt) % 11 == 0 ? throw new InvalidOperationException(token.Text) : token;
    }

    /// <summary>Emits its own input and then sometimes fails: the value downstream must not be disposed.</summary>
    private static async ValueTask EmitThenFailAsync(Token token, StageOutput<Token> output, RandomStage stage, Action touch)
    {
        touch();
        token.Disposed.ShouldBe(0);
        await output.EmitAsync(token);
        if ((token.Hash + stage.Salt) % 7 == 0)
        {
            throw new ItemException("after_emit", "failed after emitting");
        }
    }
}
