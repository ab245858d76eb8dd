using Reelmill.Core;
using Reelmill.Library.Vectors;

namespace Reelmill.Library.Tests.Vectors;

public sealed class VectorStoresTests
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("postgres://user@127.0.0.1:5432/db")]
    [InlineData("postgresql://user:a%40b@host/db?sslmode=verify-full")]
    [InlineData("milvus://127.0.0.1:19530")]
    [InlineData("milvus://user:secret@host/db?tls=true")]
    public async Task Opening_a_store_connects_to_nothing_and_creates_nothing(string uri)
    {
        await using var store = VectorStores.Open(uri, "/no/such/folder");

        store.ShouldNotBeNull();
        Directory.Exists("/no").ShouldBeFalse();
    }

    [Theory]
    [InlineData("embeded", "embedded")]
    [InlineData("", "milvus")]
    [InlineData("postgre://user@host/db", "postgres://user@host:5432/database")]
    [InlineData("pgvector://user@host/db", "postgres://")]
    [InlineData("milvis://host", "milvus://host:19530")]
    [InlineData("Milvus://host", "milvus://host:19530")]
    public void An_unknown_store_is_refused_with_the_nearest_known_one(string uri, string nearest)
    {
        var error = Should.Throw<PipelineException>(() => VectorStores.Open(uri, "."));

        error.Code.ShouldBe("bad_store");
        error.Message.ShouldContain("The nearest is ");
        error.Message.ShouldContain(nearest);
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://:secret@host")]
    [InlineData("postgres://host/db")]
    [InlineData("postgres://user:secret@host")]
    [InlineData("postgres://user:secret@host/db?sslmode=maybe")]
    [InlineData("postgres://user:secret@host/db?sslmode=1")]
    [InlineData("postgres://user:secret@host/db?password=secret")]
    [InlineData("milvus:host")]
    [InlineData("milvus://user:secret@host/a/b")]
    [InlineData("milvus://user:secret@host?tls=maybe")]
    public void An_incomplete_address_is_refused_without_quoting_its_password(string uri)
    {
        var error = Should.Throw<PipelineException>(() => VectorStores.Open(uri, "."));

        error.Code.ShouldBe("bad_store");
        error.Message.ShouldNotContain("secret");
    }
}
