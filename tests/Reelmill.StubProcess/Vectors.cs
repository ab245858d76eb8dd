using System.Globalization;
using Reelmill.Library.Vectors;

namespace Reelmill.StubProcess;

/// <summary>Writes vectors, and says which batch was acknowledged.</summary>
internal static class Vectors
{
    private const int BatchSize = 50;
    private const int Ids = 2000;
    private const int Dimension = 16;

    /// <summary>Batch n has ids that batches before it had too; each of its records says n.</summary>
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

    private static VectorRecord[] Records(int batch) =>
    [
        .. Enumerable.Range(0, BatchSize).Select(i =>
        {
            var id = ((batch * BatchSize) + i) % Ids;
            var vector = Enumerable.Range(0, Dimension).Select(d => (float)((id * (d + 1) % 97) + 1)).ToArray();
            return new VectorRecord($"{id:0000}", vector, new VectorMetadata("stub", batch));
        }),
    ];
}
