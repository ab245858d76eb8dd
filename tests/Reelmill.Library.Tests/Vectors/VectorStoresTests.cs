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
    public async Task A_known_store_opens_without_anything_being_contacted_or_made(string uri)
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
    public void Another_is_refused_with_the_nearest(string uri, string nearest)
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
    public void A_half_address_is_refused_and_its_password_not_repeated(string uri)
    {
        var error = Should.Throw<PipelineException>(() => VectorStores.Open(uri, "."));

        error.Code.ShouldBe("bad_store");
        error.Message.ShouldNotContain("secret");
    }
}
