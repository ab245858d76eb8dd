using Reelmill.Testing.Postgres;

namespace Reelmill.Library.Tests.Vectors.PgVector;

/// <summary>The tests that share one PostgreSQL server.</summary>
[CollectionDefinition(Name)]
public sealed class PgliteCollection : ICollectionFixture<Pglite>
{
    public const string Name = "pglite";
}
