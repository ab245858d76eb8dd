using System.Globalization;
using System.Runtime.InteropServices;
using Reelmill.Core;
using Reelmill.Library.Vectors;

namespace Reelmill.StubProcess;

/// <summary>Writes vectors and prints the number of each acknowledged batch.</summary>
internal static class Vectors
{
    private const int BatchSize = 50;
    private const int IdCount = 2000;
    private const int Dimension = 16;

    /// <summary>Writes batches first..end-1. Ids repeat across batches; the metadata of each record holds the batch number.</summary>
    public static async Task<int> WriteAsync(string library, int first, int end)
    {
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, library);
        await store.CreateAsync("killed", Dimension, "stub 1", CancellationToken.None);
        for (var batch = first; batch < end; batch++)
        {
            await store.UpsertAsync("killed", Records(batch), CancellationToken.None);
            await Console.Out.WriteLineAsync(batch.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }

        return 0;
    }

    /// <summary>Repeatedly writes a batch, builds the index and prints the number of the build.</summary>
    public static async Task<int> IndexAsync(string library, int builds)
    {
        for (var build = 0; build < builds; build++)
        {
            await using (var store = VectorStores.Open(VectorStores.EmbeddedName, library))
            {
                await store.UpsertAsync("killed", Records(build), CancellationToken.None);
            }

            await VectorIndex.BuildAsync(library, "killed", minRecords: 1, progress: null, CancellationToken.None);
            await Console.Out.WriteLineAsync(build.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }

        return 0;
    }

    /// <summary>Searches without USearch's native library; prints the search results and then the error code of an index build.</summary>
    public static async Task<int> SearchWithoutUSearchAsync(string library, string collection)
    {
        NativeLibrary.SetDllImportResolver(
            typeof(VectorIndex).Assembly,
            static (name, _, _) => name.Contains("usearch", StringComparison.Ordinal) ? throw new DllNotFoundException($"{name}: cannot open shared object file") : 0);
        await using var store = VectorStores.Open(VectorStores.EmbeddedName, library);
        var dimension = (await store.ListAsync(CancellationToken.None)).Single().Dimension;
        for (var i = 0; i < 2; i++)
        {
            var hits = await store.SearchAsync(collection, Enumerable.Repeat(1f, dimension).ToArray(), 5, filter: null, exact: false, CancellationToken.None);
            await Console.Out.WriteLineAsync($"{hits.Count} {hits.IsApproximate} {hits.Note?.Code} {hits.Note?.Message}");
        }

        try
        {
            await VectorIndex.BuildAsync(library, collection, minRecords: 2, progress: null, CancellationToken.None);
        }
        catch (PipelineException e)
        {
            await Console.Out.WriteLineAsync(e.Code);
        }

        return 0;
    }

    private static VectorRecord[] Records(int batch) =>
    [
        .. Enumerable.Range(0, BatchSize).Select(i =>
        {
            var id = ((batch * BatchSize) + i) % IdCount;
            var vector = Enumerable.Range(0, Dimension).Select(d => (float)((id * (d + 1) % 97) + 1)).ToArray();
            return new VectorRecord($"{id:0000}", vector, new VectorMetadata("stub", batch));
        }),
    ];
}
