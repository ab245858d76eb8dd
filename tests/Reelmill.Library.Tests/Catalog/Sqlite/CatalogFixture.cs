using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

/// <summary>Creates a catalog with its own clock for each test.</summary>
public abstract class CatalogFixture : IAsyncLifetime
{
    protected TempFolder Folder { get; } = new();

    protected ManualTimeProvider Clock { get; } = new();

    protected SqliteCatalog Catalog { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Catalog = SqliteCatalog.Open(Folder.Path, Clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Catalog.DisposeAsync();
        Folder.Dispose();
    }

    protected async Task ReopenAsync()
    {
        await Catalog.DisposeAsync();
        await InitializeAsync();
    }
}
