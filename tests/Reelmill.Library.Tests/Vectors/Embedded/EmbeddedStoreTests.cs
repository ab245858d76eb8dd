using Reelmill.Library.Vectors;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Vectors.Embedded;

public sealed class EmbeddedStoreTests : StoreConformance, IDisposable
{
    private readonly TempFolder _library = new();

    public void Dispose() => _library.Dispose();

    private protected override Task<IVectorStore> OpenAsync() => Task.FromResult(VectorStores.Open("embedded", _library.Path));
}
