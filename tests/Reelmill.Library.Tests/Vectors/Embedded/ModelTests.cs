using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>After any sequence of operations, a search returns exactly the result of brute force over a dictionary.</summary>
public sealed class ModelTests : EmbeddedFixture
{
    private const int MaxSteps = 10;

    private static readonly Gen<Step> Steps =
        from kind in Gen.Frequency((6, Gen.Constant(Kind.Upsert)), (2, Gen.Constant(Kind.Delete)), (1, Gen.Constant(Kind.Compact)), (1, Gen.Constant(Kind.Index)), (1, Gen.Constant(Kind.Reopen)))
        from ids in Gen.NonEmptyListOf(Gen.Choose(0, 40))
        from seed in Gen.Choose(0, 8)
        select new Step(kind, [.. ids], seed);

    private int _libraries;

    private enum Kind
    {
        Upsert,
        Delete,
        Compact,
        Index,
        Reopen,
    }

    [Fact]
    public void Any_sequence_of_writes_deletes_compactions_indexes_and_restarts_matches_brute_force() =>
        Prop.ForAll(Steps.ArrayOf(MaxSteps).ToArbitrary(), CheckStepsAsync).QuickCheckThrowOnFailure();

    private async Task<bool> CheckStepsAsync(Step[] steps)
    {
        var library = Temp[$"{++_libraries}"];
        var model = new Dictionary<string, VectorRecord>(StringComparer.Ordinal);
        var store = await OpenAsync(library);
        try
        {
            foreach (var step in steps)
            {
                store = await ApplyAsync(store, library, step, model);
                (await DumpAsync(store)).ShouldBe(Expected(model));
                await ShouldFindNearestAsync(store, Expected(model));
                (await store.ListAsync(default)).Single().Count.ShouldBe(model.Count);
            }

            await using var reader = new EmbeddedStore(library, SmallOptions);
            (await DumpAsync(reader)).ShouldBe(Expected(model));
            return true;
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private static async Task<EmbeddedStore> ApplyAsync(EmbeddedStore store, string library, Step step, Dictionary<string, VectorRecord> model)
    {
        switch (step.Kind)
        {
            case Kind.Upsert:
                var records = step.Ids.Select(id => CreateRecord($"{id}", id % 3 == 0 ? step.Seed : (id * 10) + step.Seed)).ToArray();
                await store.UpsertAsync(Name, records, default);
                Array.ForEach(records, r => model[r.Id] = r);
                break;
            case Kind.Delete:
                await store.DeleteAsync(Name, [.. step.Ids.Select(static id => $"{id}")], default);
                step.Ids.ForEach(id => model.Remove($"{id}"));
                break;
            case Kind.Compact:
                await store.CompactAsync(Name, default);
                break;
            case Kind.Index when HnswGraph.LoadError is null:
                await store.BuildIndexAsync(Name, minRecords: 1, progress: null, default);
                break;
            case Kind.Index:
                break;
            default:
                await store.DisposeAsync();
                return await OpenAsync(library);
        }

        return store;
    }

    /// <summary>Checks that a search with an index returns live records with exact scores, and as many as possible.</summary>
    private static async Task ShouldFindNearestAsync(EmbeddedStore store, string expected)
    {
        var all = expected.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var found = Format(await store.SearchAsync(Name, new float[] { 1, 2, 3, 4, 5 }, 3, filter: null, exact: false, default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        found.ShouldAllBe(f => all.Contains(f, StringComparer.Ordinal));
        found.Length.ShouldBe(Math.Min(3, all.Length));
    }

    private static string Expected(Dictionary<string, VectorRecord> model)
    {
        var stride = BlockHeader.GetStride(Dimension);
        var query = VectorNormalizer.NormalizeQuery(Name, [1, 2, 3, 4, 5], Dimension, stride);
        var scored = model.Values.Select(r => (Record: r, Score: TensorPrimitives.Dot<float>(query, VectorNormalizer.NormalizeQuery(Name, r.Vector.Span, Dimension, stride))));
        return string.Join('\n', scored
            .OrderByDescending(static s => s.Score).ThenBy(static s => s.Record.Id, StringComparer.Ordinal)
            .Select(static s => $"{s.Record.Id} {s.Score} {s.Record.Metadata.Source} {s.Record.Metadata.TimeMs}"));
    }

    private sealed record Step(Kind Kind, List<int> Ids, int Seed);
}
