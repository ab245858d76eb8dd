using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>The library of a run and what the run was started with.</summary>
/// <param name="Catalog">The catalog, open for writing.</param>
/// <param name="Artifacts">The library's files.</param>
/// <param name="Recipe">What decides the bytes that are made.</param>
/// <param name="Limits">What a frame must be to be kept.</param>
/// <param name="Lost">Catalogued files that are gone from the disk.</param>
/// <param name="Incomplete">Videos of which kept frames have no file.</param>
/// <param name="Run">The run's id.</param>
internal sealed record MineServices(
    SqliteCatalog Catalog,
    DiskArtifactStore Artifacts,
    MineRecipe Recipe,
    QualityLimits Limits,
    IReadOnlyCollection<string> Lost,
    IReadOnlySet<string> Incomplete,
    string Run);
